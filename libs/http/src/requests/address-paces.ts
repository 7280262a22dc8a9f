import { networkOf } from './network.js';
import { type Pace, PacedAnswers } from './paced-answers.js';

/** More addresses than these share one pace, so that a flood from very many is limited too. A network counts as one. */
const MAX_ADDRESSES = 64;

/** A pace for each address, so that the flood of one does not delay the others. */
export class AddressPaces {
  private readonly paces = new Map<string, PacedAnswers>();
  private readonly shared: PacedAnswers;

  constructor(private readonly pace: Pace) {
    this.shared = new PacedAnswers(pace);
  }

  of(address: string): PacedAnswers {
    const network = networkOf(address);
    const known = this.paces.get(network);
    if (known !== undefined) return known;
    if (this.paces.size >= MAX_ADDRESSES) this.dropIdle();
    if (this.paces.size >= MAX_ADDRESSES) return this.shared;
    const own = new PacedAnswers(this.pace);
    this.paces.set(network, own);
    return own;
  }

  private dropIdle(): void {
    for (const [network, { isIdle }] of this.paces) if (isIdle) this.paces.delete(network);
  }
}
