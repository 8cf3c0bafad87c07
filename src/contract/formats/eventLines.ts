import { fitting } from './fits';
import { parseValue } from './parse';
import { passOver } from './passedOver';
import { isKnownEvent, trainerEvent } from './events';
import type { TrainerEvent } from '../trainer';

const isEvent = fitting(trainerEvent);

/**
 * Parses a value as an event of a run; undefined for an event of an unknown type, which a later version added and which is ignored.
 * @param file for errors, with how many events came before this one
 * @throws {FormatError} if it is not what its type says
 */
export function parseEvent(value: unknown, file: string, before: number): TrainerEvent | undefined {
  if (isEvent(value)) return value as TrainerEvent;
  const where = `${file}, event ${before + 1}`;
  if (isKnownEvent(value)) return parseValue(trainerEvent, value, where);
  const type = (value as { type?: unknown } | null)?.type;
  // What has a type may be an event of a later version; anything else never was one.
  if (typeof type !== 'string') return parseValue(trainerEvent, value, where);
  passOver(where, `an event of the type ${JSON.stringify(type.slice(0, 60))}`);
  return undefined;
}
