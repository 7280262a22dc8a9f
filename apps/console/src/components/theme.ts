import { useSyncExternalStore } from 'react';

/** The colours that a person can choose; `system` follows the system. */
export const themes = ['system', 'light', 'dark'] as const;

/** One of them. */
export type Theme = (typeof themes)[number];

const KEY = 'plumbline.theme';
const CHANGED = 'plumbline:theme';

const darkness = window.matchMedia('(prefers-color-scheme: dark)');

/** Applies the choice that this browser keeps. */
export function applyTheme(): void {
  const theme = chosenTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Keeps and applies a choice. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  applyTheme();
  window.dispatchEvent(new Event(CHANGED));
}

/** The choice of the person. */
export function useTheme(): Theme {
  return useSyncExternalStore(follow, chosenTheme);
}

/** Whether the page is dark now. */
export function useIsDark(): boolean {
  return useSyncExternalStore(follow, isDark);
}

function chosenTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return themes.find((theme) => theme === kept) ?? 'system';
}

function isDark(): boolean {
  const theme = chosenTheme();
  return theme === 'system' ? darkness.matches : theme === 'dark';
}

function follow(onChange: () => void): () => void {
  const changes = [
    [darkness, 'change'],
    [window, CHANGED],
    // Another tab has changed it.
    [window, 'storage'],
  ] as const;
  const react = () => {
    applyTheme();
    onChange();
  };
  for (const [target, name] of changes) target.addEventListener(name, react);
  return () => changes.forEach(([target, name]) => target.removeEventListener(name, react));
}
