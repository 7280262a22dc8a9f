import { useMemo } from 'react';
import { useIsDark } from '../components/index.js';

const names = ['ink', 'muted', 'line', 'card', 'accent', 'accent-soft', 'reference-line', 'alarm'] as const;

/** A colour of the theme. */
export type Colour = (typeof names)[number];

/** What the colours of the theme are; a canvas does not know the variables of CSS. */
export type Colours = Readonly<Record<Colour, string>>;

/** The colours of the theme, light or dark as chosen. */
export function useColours(): Colours {
  const isDark = useIsDark();
  return useMemo(() => {
    void isDark;
    const style = getComputedStyle(document.documentElement);
    const entries = names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]);
    return Object.fromEntries(entries) as Colours;
  }, [isDark]);
}

/** A colour of six hexadecimal digits with an opacity. */
export function faded(colour: string, opacity: number): string {
  const digits = Math.round(opacity * 255).toString(16);
  return colour + digits.padStart(2, '0');
}
