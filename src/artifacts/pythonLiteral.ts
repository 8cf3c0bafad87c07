/** What a literal of Python can say in the header of an array. A tuple and a list are told apart by `isTuple`. */
export type Literal = string | number | boolean | Sequence | ReadonlyMap<string, Literal>;

export interface Sequence {
  readonly isTuple: boolean;
  readonly items: readonly Literal[];
}

/** A structured type has a list of tuples, in which another one may lie; nothing real goes deeper. */
const DEEPEST = 16;

/**
 * The value of a literal of Python: text, whole numbers, `True` and `False`, tuples, lists, and dicts whose keys are text. Each character
 * is looked at once, and nothing is run.
 * @throws {Error} that says where it is no such literal
 */
export function parseLiteral(text: string): Literal {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): Literal {
    if (depth > DEEPEST) throw this.unexpected('fewer brackets in one another');
    const first = this.peek();
    if (first === '{') return this.dict(depth);
    if (first === '(' || first === '[') return this.sequence(first, depth);
    if (first === "'" || first === '"') return this.string(first);
    if (first === '-' || isDigit(first)) return this.whole();
    return this.flag();
  }

  end(): void {
    if (this.peek() !== '') throw this.unexpected('the end');
  }

  private dict(depth: number): Literal {
    const entries = new Map<string, Literal>();
    this.list('{', '}', () => {
      const quote = this.peek();
      if (quote !== "'" && quote !== '"') throw this.unexpected('a name in quotes');
      const name = this.string(quote);
      if (entries.has(name)) throw this.unexpected(`${JSON.stringify(name)} only once`);
      this.need(':');
      entries.set(name, this.value(depth + 1));
    });
    return entries;
  }

  private sequence(open: '(' | '[', depth: number): Literal {
    const items: Literal[] = [];
    const { length, hadComma } = this.list(open, open === '(' ? ')' : ']', () => items.push(this.value(depth + 1)));
    // Brackets around one value make no tuple of it.
    return open === '(' && length === 1 && !hadComma ? items[0]! : { isTuple: open === '(', items };
  }

  /** What stands between two brackets, with commas between and perhaps one after the last. */
  private list(open: string, close: string, readItem: () => void): { readonly length: number; readonly hadComma: boolean } {
    this.need(open);
    let [length, hadComma] = [0, true];
    while (this.peek() !== close) {
      if (!hadComma) throw this.unexpected(`"," or "${close}"`);
      readItem();
      length++;
      hadComma = this.peek() === ',';
      if (hadComma) this.at++;
    }
    this.need(close);
    return { length, hadComma };
  }

  private string(quote: string): string {
    this.need(quote);
    const begin = this.at;
    while (this.at < this.text.length && this.text[this.at] !== quote && this.text[this.at] !== '\n') {
      // What is behind it stands for itself here: a name is only shown.
      if (this.text[this.at] === '\\') this.at++;
      this.at++;
    }
    const content = this.text.slice(begin, this.at);
    this.need(quote);
    return content;
  }

  private whole(): number {
    const begin = this.at;
    if (this.text[this.at] === '-') this.at++;
    while (isDigit(this.text[this.at] ?? '')) this.at++;
    const digits = this.text.slice(begin, this.at);
    if (digits === '-') throw this.unexpected('a whole number');
    // Python 2 wrote long numbers so.
    if (this.text[this.at] === 'L') this.at++;
    return Number(digits);
  }

  private flag(): boolean {
    for (const [word, value] of [
      ['True', true],
      ['False', false],
    ] as const)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    throw this.unexpected('a text, a whole number, True, False, a tuple, a list or a dict');
  }

  /** The next character that is no space; empty at the end. */
  private peek(): string {
    while (' \n\t\r'.includes(this.text[this.at] ?? '-')) this.at++;
    return this.text[this.at] ?? '';
  }

  private need(character: string): void {
    if (this.peek() !== character) throw this.unexpected(`"${character}"`);
    this.at++;
  }

  private unexpected(expected: string): Error {
    const found = this.at < this.text.length ? JSON.stringify(this.text.slice(this.at, this.at + 10)) : 'its end';
    return new Error(`character ${this.at}: found ${found}; expected ${expected}`);
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}
