import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { chosenThemeStyle, layoutStyle, plotStyle, tableStyle, tokenStyle } from '@plumbline/theme';
import { defineConfig } from 'vite';

const THEME = 'virtual:theme.css';

/** The style that the console shares with the report. */
const theme = {
  name: 'theme',
  resolveId: (id) => (id === THEME ? `\0${THEME}` : undefined),
  load: (id) =>
    id === `\0${THEME}`
      ? [tokenStyle, chosenThemeStyle, layoutStyle, tableStyle, plotStyle].join('\n')
      : undefined,
};

/** Compressed copies beside the assets, so that predict compresses nothing. */
const compressed = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const assets = join(import.meta.dirname, 'dist/assets');
    for (const name of readdirSync(assets).filter((each) => /\.(js|css|svg)$/.test(each))) {
      const content = readFileSync(join(assets, name));
      writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content));
      writeFileSync(join(assets, `${name}.gz`), gzipSync(content, { level: 9 }));
    }
  },
};

/** Where `vite dev` finds a running predict. */
const predict = process.env.PREDICT_URL ?? 'http://127.0.0.1:8002';

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the build works below any path of a proxy.
  base: './',
  plugins: [theme, compressed],
  build: {
    target: 'es2022',
    // The policy of the page allows no data URLs but pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: Object.fromEntries(
      ['/session', '/auth', '/models', '/alerts', '/evaluations', '/retrains', '/feedback', '/audit'].map(
        (path) => [path, predict],
      ),
    ),
  },
});
