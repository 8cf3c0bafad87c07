import { fits } from './fits';
import { parseValue } from './parse';
import { passOver } from './passedOver';
import { isKnownEvent, trainerEvent } from './events';
import type { TrainerEvent } from '../trainer';

/**
 * Values as events of a run. Those of a type that a later version added are passed over.
 * @param values of the lines of events.jsonl
 * @param file for errors
 * @param before how many lines came before these
 * @throws {FormatError} if one of them is not what its type says
 */
export function parseEvents(values: readonly unknown[], file: string, before = 0): TrainerEvent[] {
  const events: TrainerEvent[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const event = fits(trainerEvent, value) ? (value as TrainerEvent) : parseEvent(value, `${file}, event ${before + i + 1}`);
    if (event) events.push(event);
  }
  return events;
}

/** The same for one; undefined for one of an unknown type. @throws {FormatError} */
function parseEvent(value: unknown, where: string): TrainerEvent | undefined {
  if (isKnownEvent(value)) return parseValue(trainerEvent, value, where);
  const type = (value as { type?: unknown } | null)?.type;
  // What has a type may be an event of a later version; anything else never was one.
  if (typeof type !== 'string') return parseValue(trainerEvent, value, where);
  passOver(where, `an event of the type ${JSON.stringify(type.slice(0, 60))}`);
  return undefined;
}
