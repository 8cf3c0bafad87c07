import { createHash } from 'node:crypto';
import os from 'node:os';
import { processorName } from '../util/processor';

/** The same for all runs of a computer, without its name. */
export function machine(): string {
  const facts = [os.hostname(), processorName(), os.cpus().length, os.totalmem()];
  return createHash('sha256').update(facts.join('\n')).digest('hex').slice(0, 12);
}
