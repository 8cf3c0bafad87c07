import type { Requests } from './requests';
import type { WandbError } from './wandbError';

type Path = readonly (string | number)[];

/**
 * Asks a W&B server a GraphQL query or mutation.
 * @param passing statuses that are final of other requests but may pass of this one
 * @throws {WandbError}
 */
export async function askGraphql(
  requests: Requests,
  query: string,
  variables: object,
  passing: readonly number[] = [],
): Promise<GraphqlAnswer> {
  const what = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? 'GraphQL';
  const body = (await requests.post('/graphql', { query, variables }, { what, passing })) as { data?: unknown; errors?: unknown } | null;
  // Errors come with status 200.
  const [first] = Array.isArray(body?.errors) ? (body.errors as readonly unknown[]) : [];
  if (first !== undefined) throw requests.error('refused', what, `said: ${messageOf(first)}`);
  return new GraphqlAnswer(body?.data, what, requests);
}

/** What a server answered, read field by field: one that is missing is an error that names it. */
export class GraphqlAnswer {
  constructor(
    private readonly data: unknown,
    private readonly what: string,
    private readonly requests: Requests,
  ) {}

  /** @throws {WandbError} if there is no text, or an empty one */
  text(...path: Path): string {
    const value = this.at(path);
    if (typeof value === 'string' && value !== '') return value;
    throw this.missing(path, 'a text');
  }

  /** Undefined where there is null or nothing. */
  textOrNone(...path: Path): string | undefined {
    return this.at(path) == null ? undefined : this.text(...path);
  }

  /** @throws {WandbError} if there is no list of texts */
  texts(...path: Path): string[] {
    const value = this.at(path);
    if (Array.isArray(value) && value.every(one => typeof one === 'string')) return value;
    throw this.missing(path, 'a list of texts');
  }

  /** Null counts as none. @throws {WandbError} if there is something else */
  count(...path: Path): number {
    const value = this.at(path) ?? 0;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.missing(path, 'a whole number');
  }

  /** How many elements a list has; none where there is no list. */
  length(...path: Path): number {
    const value = this.at(path);
    return Array.isArray(value) ? value.length : 0;
  }

  private at(path: Path): unknown {
    let value = this.data;
    for (const key of path)
      value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
    return value;
  }

  private missing(path: Path, expected: string): WandbError {
    return this.requests.error('refused', this.what, `answered without ${path.join('.')}; expected ${expected}. Is this a W&B server?`);
  }
}

function messageOf(error: unknown): string {
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}
