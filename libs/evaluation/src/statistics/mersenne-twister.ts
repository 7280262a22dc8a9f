const SIZE = 624;
const SHIFT = 397;

/**
 * The generator MT19937 (M. Matsumoto and T. Nishimura, "Mersenne Twister", 1998), seeded and shuffled like
 * NumPy's `RandomState`, so that seeded permutation tests give NumPy's p-values.
 */
export class MersenneTwister {
  private readonly state = new Uint32Array(SIZE);
  private position = SIZE;

  /** @param seed a whole number from 0 to 2^32 - 1. */
  constructor(seed: number) {
    this.state[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = this.state[i - 1] ?? 0;
      this.state[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    if (this.position === SIZE) this.refill();
    let y = this.state[this.position++] ?? 0;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** A whole number from 0 to max, by masking and rejection. */
  upTo(max: number): number {
    return max === 0 ? 0 : this.masked(max, 0xffffffff >>> Math.clz32(max));
  }

  /** The whole numbers below `size`, shuffled (Fisher-Yates from the last). */
  permutation(size: number): Uint32Array {
    const order = new Uint32Array(size);
    for (let index = 1; index < size; index++) order[index] = index;
    let mask = 0xffffffff >>> Math.clz32(size);
    for (let i = size - 1; i > 0; i--) {
      while (i <= mask >>> 1) mask >>>= 1;
      const j = this.masked(i, mask);
      const swapped = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = swapped;
    }
    return order;
  }

  /** @param mask the smallest of the form 2^k - 1 that is at least `max`. */
  private masked(max: number, mask: number): number {
    let value: number;
    do value = (this.next() & mask) >>> 0;
    while (value > max);
    return value;
  }

  private refill(): void {
    for (let i = 0; i < SIZE; i++) {
      const next = i + 1 < SIZE ? i + 1 : 0;
      const ahead = i + SHIFT < SIZE ? i + SHIFT : i + SHIFT - SIZE;
      const y = ((this.state[i] ?? 0) & 0x80000000) | ((this.state[next] ?? 0) & 0x7fffffff);
      this.state[i] = (this.state[ahead] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.position = 0;
  }
}
