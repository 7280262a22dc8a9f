/** Who changes something, and from where; nobody when the service does it by itself. */
export interface Operator {
  /** The subject of the access token. */
  readonly actor?: string;
  readonly address?: string;
}
