import type { InputHTMLAttributes } from 'react';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
}

/** A labelled input that has to be filled in. */
export function TextField({ label, hint, ...input }: TextFieldProps) {
  return (
    <label className="field">
      {label}
      <input required {...input} />
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** The text of a field of a form; empty without it. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
