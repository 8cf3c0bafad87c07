import type { GenericSchema, InferOutput } from 'valibot';
import { FormatError, parseValue } from '../../contract/formats/parse';
import type { Requests } from './requests';

/** A GraphQL query or mutation, and what is read of its answer. */
export interface Question<S extends GenericSchema> {
  readonly query: string;
  readonly answer: S;
  /** Statuses that are final of other requests but may pass of this one. */
  readonly passing?: readonly number[];
}

/**
 * Asks a W&B server.
 * @throws {WandbError} also if what it answers is not what is expected
 */
export async function askGraphql<S extends GenericSchema>(
  requests: Requests,
  { query, answer, passing = [] }: Question<S>,
  variables: object,
): Promise<InferOutput<S>> {
  const what = /(?:query|mutation) (\w+)/.exec(query)?.[1] ?? 'GraphQL';
  const body = (await requests.post('/graphql', { query, variables }, { what, passing })) as { data?: unknown; errors?: unknown } | null;
  // Errors come with status 200.
  const [first] = Array.isArray(body?.errors) ? (body.errors as readonly unknown[]) : [];
  if (first !== undefined) throw requests.error('refused', what, `said: ${reasonGivenBy(first)}`);
  try {
    return parseValue(answer, body?.data, 'data');
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    throw requests.error('refused', what, `answered otherwise than expected: ${error.detail} Is this a W&B server?`);
  }
}

function reasonGivenBy(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}
