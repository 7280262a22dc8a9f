import { ConfusionCounts } from '../confusion-counts.js';

/** Confusion counts that also know which class was taken for which. Merges and slides like them. */
export class ConfusionMatrix extends ConfusionCounts {
  private readonly cells: Float64Array;
  private readonly positions: ReadonlyMap<string, number>;

  /** @param classes every class the model knows; others are refused. */
  constructor(classes: readonly string[]) {
    super(classes);
    this.cells = new Float64Array(classes.length ** 2);
    this.positions = new Map(classes.map((name, index) => [name, index]));
  }

  /** How often `predicted` was given for `actual`; 0 for a class the model does not know. */
  timesTaken(actual: string, predicted: string): number {
    return this.cells[this.cell(actual, predicted)] ?? 0;
  }

  /** The counts as a table: a row for every actual class, a column for every predicted one, in the order of `classes`. */
  table(): number[][] {
    return this.classes.map((actual) => this.classes.map((predicted) => this.timesTaken(actual, predicted)));
  }

  override add(actual: string, predicted: string): void {
    super.add(actual, predicted);
    this.cells[this.cell(actual, predicted)]!++;
  }

  override remove(actual: string, predicted: string): void {
    super.remove(actual, predicted);
    this.cells[this.cell(actual, predicted)]!--;
  }

  override merge(other: ConfusionMatrix): void {
    super.merge(other);
    other.cells.forEach((count, cell) => (this.cells[cell]! += count));
  }

  private cell(actual: string, predicted: string): number {
    return this.positions.get(actual)! * this.classes.length + this.positions.get(predicted)!;
  }
}
