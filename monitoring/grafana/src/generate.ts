import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dashboardFiles } from './files.js';

const folder = fileURLToPath(new URL('../dashboards/', import.meta.url));
const files = dashboardFiles();
for (const name of readdirSync(folder)) if (!(name in files)) rmSync(`${folder}${name}`);
for (const [name, content] of Object.entries(files)) writeFileSync(`${folder}${name}`, content);
process.stdout.write(`${Object.keys(files).length} dashboards written to ${folder}\n`);
