import { createHash } from 'node:crypto';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { valueJson } from './valueJson';
import type { RecordSchema } from './wandb_pb';

/** A record without its number and its run's id, which are put in when it is written. */
export type RecordBody = Pick<MessageInitShape<typeof RecordSchema>, 'recordType' | 'control'>;

export interface ItemInit {
  readonly key: string;
  readonly valueJson: string;
}

/** A row of names and values; a value that is null or undefined is not known and left out. */
export function items(values: Readonly<Record<string, unknown>>): ItemInit[] {
  return Object.entries(values).flatMap(([key, value]) => (value == null ? [] : [{ key, valueJson: valueJson(value) }]));
}

export function timestamp(time: string): { readonly seconds: bigint; readonly nanos: number } {
  const ms = Date.parse(time);
  return { seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 };
}

/** Seconds since 1970. */
export function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

/** Letters and digits that are always the same for the same words, and of no others: what W&B's clients draw by chance. Up to 128. */
export function lettersOf(length: number, ...words: readonly string[]): string {
  return createHash('sha512').update(words.join('\u0000')).digest('hex').slice(0, length);
}
