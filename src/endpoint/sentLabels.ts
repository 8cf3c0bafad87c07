import { isDeepStrictEqual } from 'node:util';
import type { Recording } from '../contract/recording';
import { changeNotes } from '../runFolder/notes';
import type { RecordingWriter } from '../runFolder/recording/recordingWriter';
import { readLabels } from '../runFolder/readRun';
import type { UpsertBucketInput } from './protocol/inputs';
import { asLine, asText } from './sentTexts';

/** Name, tags and notes as a script's client gave them last. */
export type SentLabels = NonNullable<Recording['labels']>;

export const noSentLabels: SentLabels = { name: '', tags: [], notes: '' };

/** More tags than a run is labelled with. */
const MOST_TAGS = 1000;

/** What a client has said of a run's labels, after it has said that too. */
export function sentLabels({ displayName, tags, notes }: UpsertBucketInput, before: SentLabels = noSentLabels): SentLabels {
  return {
    name: displayName ? asLine(displayName) : before.name,
    tags: tags?.slice(0, MOST_TAGS).map(asLine) ?? before.tags,
    notes: notes === undefined || notes === null ? before.notes : asText(notes),
  };
}

/**
 * Takes what a client says of the labels into the run's folder, and remembers it in its recording. What a person has made of a name or of
 * tags stays; notes of both are brought together. Clients say all of it again with each change, and when a script goes on.
 * @throws {RunFolderError}
 */
export async function keepLabels(writer: RecordingWriter, input: UpsertBucketInput): Promise<void> {
  const before = writer.recording.labels ?? noSentLabels;
  const labels = sentLabels(input, before);
  if (isDeepStrictEqual(labels, before)) return;
  const kept = await readLabels(writer.folder);
  await writer.label({
    ...(kept.name === before.name && { name: labels.name }),
    ...(isDeepStrictEqual(kept.tags, before.tags) && { tags: labels.tags }),
  });
  if (labels.notes !== before.notes) await changeNotes(writer.folder, { before: before.notes, text: labels.notes });
  writer.change({ labels });
}
