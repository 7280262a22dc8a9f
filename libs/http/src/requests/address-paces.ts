import { type Pace, PacedAnswers } from './paced-answers.js';

/** More addresses than these share one pace, so that a flood from very many is limited too. */
const MAX_ADDRESSES = 64;

/** A pace for each address, so that the flood of one does not delay the others. */
export class AddressPaces {
  private readonly paces = new Map<string, PacedAnswers>();
  private readonly shared: PacedAnswers;

  constructor(private readonly pace: Pace) {
    this.shared = new PacedAnswers(pace);
  }

  of(address: string): PacedAnswers {
    const known = this.paces.get(address);
    if (known !== undefined) return known;
    if (this.paces.size >= MAX_ADDRESSES) this.dropIdle();
    if (this.paces.size >= MAX_ADDRESSES) return this.shared;
    const own = new PacedAnswers(this.pace);
    this.paces.set(address, own);
    return own;
  }

  private dropIdle(): void {
    for (const [address, { isIdle }] of this.paces) if (isIdle) this.paces.delete(address);
  }
}
