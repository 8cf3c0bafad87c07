import type { DrawnCurve, ScalarSource, ScalarUnit } from '../../../src/contract/recorded';
import type { ShownRange } from '../../../src/report/zoom';

/** What a curve is drawn with. */
export interface CurveSettings {
  readonly xUnit: ScalarUnit;
  readonly smoothing: number;
  readonly range: ShownRange;
}

export interface WantedCurve extends CurveSettings {
  readonly source: ScalarSource;
  readonly key: string;
  /** How often it was logged: with more there is another curve. */
  readonly count: number;
}

export interface CurvesQuestion extends CurveSettings {
  readonly source: ScalarSource;
  readonly keys: readonly string[];
}

export interface CurveLoaderOptions {
  readonly ask: (question: CurvesQuestion) => Promise<readonly DrawnCurve[]>;
  readonly onCurve: (source: ScalarSource, curve: DrawnCurve) => void;
}

/** So many curves are asked for at once: the first are drawn before the last are there. */
const AT_ONCE = 12;

/** Gets the curves that can be seen, some at a time, one question after the other; what is wanted no more is not asked for. */
export class CurveLoader {
  private wanted: readonly WantedCurve[] = [];
  /** What was asked for last, by the curve. */
  private readonly asked = new Map<string, string>();
  private isAsking = false;

  constructor(private readonly options: CurveLoaderOptions) {}

  /** From now on these are wanted. */
  want(wanted: readonly WantedCurve[]): void {
    this.wanted = wanted;
    if (!this.isAsking) void this.askOn();
  }

  /** What is drawn no more is asked for again when it is wanted again. */
  forget(source: ScalarSource, key: string): void {
    this.asked.delete(nameOf({ source, key }));
  }

  private async askOn(): Promise<void> {
    this.isAsking = true;
    try {
      for (let next = this.nextQuestion(); next; next = this.nextQuestion()) await this.askFor(next);
    } finally {
      this.isAsking = false;
    }
  }

  private nextQuestion(): CurvesQuestion | undefined {
    const missing = this.wanted.filter(one => this.asked.get(nameOf(one)) !== stateOf(one));
    const [first] = missing;
    if (!first) return undefined;
    const alike = missing.filter(one => one.source === first.source && settingsOf(one) === settingsOf(first)).slice(0, AT_ONCE);
    for (const one of alike) this.asked.set(nameOf(one), stateOf(one));
    const { source, xUnit, smoothing, range } = first;
    return { source, keys: alike.map(({ key }) => key), xUnit, smoothing, range };
  }

  private async askFor(question: CurvesQuestion): Promise<void> {
    try {
      for (const curve of await this.options.ask(question)) this.options.onCurve(question.source, curve);
    } catch {
      // The host has said why. It is asked again when there is more to be shown.
    }
  }
}

function nameOf({ source, key }: Pick<WantedCurve, 'source' | 'key'>): string {
  return `${source} ${key}`;
}

function settingsOf({ xUnit, smoothing, range }: CurveSettings): string {
  return `${xUnit} ${smoothing} ${range?.from} ${range?.to}`;
}

function stateOf(wanted: WantedCurve): string {
  return `${wanted.count} ${settingsOf(wanted)}`;
}
