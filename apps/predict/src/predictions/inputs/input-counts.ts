import {
  binLabels,
  binOf,
  type Measure,
  measureValue,
  MISSING,
  outsideReference,
  type PreparedColumn,
  type PreparedProfile,
} from '@plumbline/evaluation';
import { mapInSlices } from '@plumbline/tasks';
import {
  type FeatureRow,
  type FeatureValue,
  scalarOf,
  type ScalarValue,
} from '../../models/manifest/index.js';

/** Whether the columns tell that a value is missing, which is counted apart. */
const tellsMissing = ({ profile: { descriptor, kind } }: PreparedColumn) =>
  descriptor === MISSING && kind === 'categorical';

/** Counts of the rows that one model version answered, compared with its reference. */
export class InputCounts {
  private drifted = 0;
  private waiting = 0;

  private constructor(readonly features: readonly FeatureCounts[]) {}

  /** No counts yet. There may be thousands of features, so the event loop turns meanwhile. */
  static async of({ columns, measures }: PreparedProfile): Promise<InputCounts> {
    const byFeature = new Map<string, PreparedColumn[]>();
    for (const column of columns) {
      const { feature } = column.profile;
      const own = byFeature.get(feature);
      if (own === undefined) byFeature.set(feature, [column]);
      else own.push(column);
    }
    return new InputCounts(
      await mapInSlices([...byFeature], ([name, own]) => new FeatureCounts(name, own, measures)),
    );
  }

  /** The number of rows that were counted since `takeDrifted`. */
  get rows(): number {
    return this.waiting;
  }

  /** Counts one row. Returns the features whose value is outside the reference. */
  add(row: FeatureRow): string[] {
    this.waiting++;
    const outside: string[] = [];
    for (const feature of this.features) {
      const value = row[feature.name];
      if (value !== undefined && feature.add(value)) outside.push(feature.name);
    }
    if (outside.length > 0) this.drifted++;
    return outside;
  }

  /** The number of rows with such a value; resets it. */
  takeDrifted(): number {
    const { drifted } = this;
    this.drifted = 0;
    this.waiting = 0;
    return drifted;
  }
}

/** Counts of one feature: of its column, or of the descriptors that it is compared by. */
export class FeatureCounts {
  readonly columns: readonly ColumnCounts[];
  private readonly measure: Measure | undefined;
  private missing = 0;
  private missingElements = 0;

  constructor(
    readonly name: string,
    own: readonly PreparedColumn[],
    measures: PreparedProfile['measures'],
  ) {
    this.columns = own.filter((column) => !tellsMissing(column)).map((column) => new ColumnCounts(column));
    this.measure = measures.get(name);
  }

  /** Whether it is a text, which is missing when it is blank. */
  get isText(): boolean {
    return this.measure?.type === 'text';
  }

  /** Whether it is an array, whose elements may be missing one by one. */
  get isArray(): boolean {
    return this.measure?.type === 'array';
  }

  /** Counts one value. Returns whether it is outside the reference. */
  add(value: FeatureValue): boolean {
    const isBlank = this.isText && typeof value === 'string' && value.trim() === '';
    if (value === null || isBlank) this.missing++;
    if (value === null) return false;
    if (Array.isArray(value)) this.missingElements += nullsIn(value);
    return this.measure === undefined
      ? (this.columns[0]?.add(scalarOf(value)) ?? false)
      : this.addMeasured(this.measure, value);
  }

  /** The number of missing values and blank texts; resets it. */
  takeMissing(): number {
    const { missing } = this;
    this.missing = 0;
    return missing;
  }

  /** The number of missing elements of arrays; resets it. */
  takeMissingElements(): number {
    const { missingElements } = this;
    this.missingElements = 0;
    return missingElements;
  }

  private addMeasured(measure: Measure, value: FeatureValue): boolean {
    const measured = measureValue(measure, value);
    let isOutside = false;
    for (const counts of this.columns) {
      if (counts.add(measured[counts.column.profile.descriptor ?? ''] ?? null)) isOutside = true;
    }
    return isOutside;
  }
}

function nullsIn(values: readonly unknown[]): number {
  let nulls = 0;
  for (const value of values) {
    if (value === null) nulls++;
    else if (Array.isArray(value)) nulls += nullsIn(value);
  }
  return nulls;
}

/** Counts of one column, in plain numbers because this runs for every value of every row. */
export class ColumnCounts {
  private readonly bins: Float64Array;
  private outside = 0;

  constructor(readonly column: PreparedColumn) {
    this.bins = new Float64Array(binLabels(column).length);
  }

  /** Counts one value. Returns whether it is outside the reference. */
  add(value: ScalarValue): boolean {
    const bin = binOf(this.column, value);
    if (bin !== undefined) this.bins[bin]!++;
    const isOutside = outsideReference(this.column, value);
    if (isOutside) this.outside++;
    return isOutside;
  }

  /** The counts by bin and outside the reference; resets them. */
  take(): { readonly bins: Float64Array; readonly outside: number } {
    const taken = { bins: this.bins.slice(), outside: this.outside };
    this.bins.fill(0);
    this.outside = 0;
    return taken;
  }
}
