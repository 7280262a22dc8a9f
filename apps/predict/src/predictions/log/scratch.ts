const KEPT_BYTES = 2 ** 20;

/** Memory that is used again and again: large buffers that live a little while would pile up between collections. */
export class Scratch {
  private kept = Buffer.alloc(0);

  /** So many bytes of any content, valid until the next call. */
  take(bytes: number): Buffer {
    if (bytes > KEPT_BYTES) return Buffer.allocUnsafe(bytes);
    if (bytes > this.kept.length) this.kept = Buffer.allocUnsafeSlow(bytes);
    return this.kept.subarray(0, bytes);
  }
}
