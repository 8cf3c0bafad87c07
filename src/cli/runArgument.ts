import { Argument } from 'commander';
import { LATEST } from '../runFolder/findRun';

const help = `The id of a run or its beginning, its name if no other run has it, or ${LATEST}: the newest that is not archived. A run that is itself called ${LATEST} goes by its id.`;

/** What every command that works on one run takes. @param name as help shows it: `<id>`, `<id...>` or `[id...]` */
export function runArgument(name: '<id>' | '<id...>' | '[id...]'): Argument {
  return new Argument(name, help);
}
