import * as v from 'valibot';

/** How a run is named in the input of a tool. */
export function runName(what: string): v.GenericSchema<string> {
  return v.pipe(
    v.string('the id or name of a run'),
    v.nonEmpty('the id or name of a run'),
    v.maxLength(1_000, 'a shorter name'),
    v.description(`${what}: its id or the beginning of it, its name if no other run has it, or latest.`),
  );
}
