import { TextField, textOf } from '../components/index.js';
import { texts } from '../texts.js';

const NAME = 'new_password';

/** A field for a password that auth will accept, as far as its length tells. */
export function NewPasswordField({ label }: { readonly label: string }) {
  return (
    <TextField
      name={NAME}
      label={label}
      hint={texts.admin.passwordHint}
      type="password"
      autoComplete="new-password"
      minLength={8}
      maxLength={256}
    />
  );
}

/** The new password of a form. */
export function newPasswordOf(form: FormData): string {
  return textOf(form, NAME);
}
