import { counted } from '../util/format';

/** Not more names, nor more of one. */
const MOST_NAMED = 5;
const LONGEST_NAME = 60;
/** What is there of more kinds is counted together. */
const MOST_KINDS = 20;

interface Kind {
  readonly noun: string;
  readonly which: string;
  count: number;
  readonly names: Set<string>;
}

/** Counts what is left out of a recording, of each kind, and keeps the names of the first few. */
export class LeftOut {
  private readonly kinds = new Map<string, Kind>();

  /**
   * @param noun what one of them is called
   * @param which tells the kind from others, behind the noun
   * @param name of this one
   */
  add(noun: string, which: string, name?: string): void {
    const kind = this.kindOf(noun, which);
    kind.count++;
    if (name !== undefined && kind.names.size <= MOST_NAMED) kind.names.add(name.slice(0, LONGEST_NAME));
  }

  /** One for each kind, for a person: `Left out: 3 values of the plugin text (remark).` */
  sentences(): string[] {
    return [...this.kinds.values()].map(({ noun, which, count, names }) => {
      const named = [...names].slice(0, MOST_NAMED).join(', ');
      const all = names.size === 0 ? '' : ` (${named}${names.size > MOST_NAMED ? ', …' : ''})`;
      return `Left out: ${counted(count, noun)} ${which}${all}.`;
    });
  }

  private kindOf(noun: string, which: string): Kind {
    const id = `${noun} ${which}`;
    const known = this.kinds.get(id);
    if (known) return known;
    const isOne = this.kinds.size < MOST_KINDS;
    if (!isOne && which !== OTHERS) return this.kindOf(noun, OTHERS);
    const kind = { noun, which: which.slice(0, LONGEST_NAME), count: 0, names: new Set<string>() };
    this.kinds.set(id, kind);
    return kind;
  }
}

const OTHERS = 'of other kinds';
