import path from 'node:path';
import { readRange, useFileIn } from '../../files/readFiles';
import { RecordFileError, scanFrames, type Frames } from '../../tracking/wandb/recordFile';
import { RecordSchema, type Record } from '../../tracking/wandb/wandb_pb';
import { counted } from '../../util/format';
import { decoded } from '../decoded';
import { asForeignError, ForeignError } from '../foreignError';

/** So much of a file is in memory at a time, and more where one record is longer. */
const PART_BYTES = 1_000_000;

/** No record is longer: a row of W&B has ten megabytes at most. */
const LONGEST_RECORD = 32_000_000;

/**
 * The records of a `.wandb` file, as far as its blocks are good; one that is of no known form, or far too large, is passed over.
 * @param onMissing told what is passed over, and why it ends before its last byte, for a person
 * @param cursor where it goes on, moved to the end of the last whole record when all before it were passed on
 * @throws {ForeignError} if it is no such file, or cannot be read
 */
export async function* wandbRecords(
  folder: string,
  name: string,
  onMissing: (what: string) => void = () => undefined,
  cursor = { position: 0 },
): AsyncGenerator<Record> {
  const file = path.join(folder, name);
  let part = PART_BYTES;
  let passedOver = 0;
  let why: string | undefined;
  for (let { position } = cursor; ;) {
    const { contents, end, damage, isLast, size } = await framesAt({ folder, name, file, position, length: part });
    for (const content of contents) {
      const record = decoded(RecordSchema, content);
      if (record) yield record;
      else passedOver++;
    }
    cursor.position = end;
    if (damage) why = damage.message.replace(`${file}: `, '');
    else if (isLast && end < size) why = `it ends in the middle of a record, at byte ${end} of ${size}`;
    if (damage || isLast) break;
    if (end > position) part = PART_BYTES;
    else if ((part *= 2) > LONGEST_RECORD) {
      why = `the record at byte ${position} is longer than any that is written; what follows was left out`;
      break;
    }
    position = end;
  }
  // Their checksums are right: another version wrote them, or nobody who means well.
  if (passedOver > 0) onMissing(`${counted(passedOver, 'record')} left out, of another kind or of far too many parts`);
  if (why !== undefined) onMissing(why);
}

interface Part {
  readonly folder: string;
  readonly name: string;
  readonly file: string;
  readonly position: number;
  readonly length: number;
}

type PartRead = Frames & { readonly damage?: RecordFileError; readonly isLast: boolean; readonly size: number };

async function framesAt({ folder, name, file, position, length }: Part): Promise<PartRead> {
  try {
    const found = await useFileIn(folder, name, async opened => {
      const bytes = await readRange(opened, position, Math.min(length, Math.max(0, opened.size - position)));
      return { ...scanFrames(bytes, position, file), isLast: position + bytes.length >= opened.size, size: opened.size };
    });
    if (!found) throw new ForeignError(`${file}: there is no such file any more.`);
    return found;
  } catch (error) {
    throw error instanceof RecordFileError ? new ForeignError(error.message, { cause: error }) : asForeignError(error, file);
  }
}
