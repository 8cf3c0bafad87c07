import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { readRange, useFileIn } from '../../files/readFiles';
import { RecordFileError, scanFrames, type Frames } from '../../tracking/wandb/recordFile';
import { RecordSchema, type Record } from '../../tracking/wandb/wandb_pb';
import { asForeignError, ForeignError } from '../foreignError';

/** So much of a file is in memory at a time, and more where one record is longer. */
const PART_BYTES = 4_000_000;

/** No record is longer: a row of W&B has ten megabytes at most. */
const LONGEST_RECORD = 256_000_000;

/**
 * The records of a `.wandb` file, as far as its blocks are good; one that is of no known form is passed over.
 * @param onEnd told why it ends before its last byte, for a person
 * @throws {ForeignError} if it is no such file, or cannot be read
 */
export async function* wandbRecords(folder: string, name: string, onEnd: (why: string) => void = () => undefined): AsyncGenerator<Record> {
  const file = path.join(folder, name);
  let part = PART_BYTES;
  for (let position = 0; ;) {
    const read = await framesAt({ folder, name, file, position, length: part });
    const { contents, end, damage, isLast } = read;
    for (const content of contents) {
      const record = decoded(content);
      if (record) yield record;
    }
    if (damage) {
      onEnd(damage.message.replace(`${file}: `, ''));
      return;
    }
    if (isLast) {
      if (end < read.size) onEnd(`it ends in the middle of a record, at byte ${end} of ${read.size}`);
      return;
    }
    if (end > position) part = PART_BYTES;
    else if ((part *= 2) > LONGEST_RECORD) {
      onEnd(`the record at byte ${position} is longer than any that is written; what follows was left out`);
      return;
    }
    position = end;
  }
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

function decoded(content: Uint8Array): Record | undefined {
  try {
    return fromBinary(RecordSchema, content);
  } catch {
    // Its checksum is right, so that a version that is not known wrote it.
    return undefined;
  }
}
