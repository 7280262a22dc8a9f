/** Rows that do not suit the settings of a profile, or too many categories; the message names the column or the class. */
export class ProfileInputInvalid extends Error {
  override readonly name = 'ProfileInputInvalid';
}
