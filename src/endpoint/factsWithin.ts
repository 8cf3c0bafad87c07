/**
 * What clients say of runs, as far as it is kept. Settings that are too large are left out, which the recording says: an error would end the
 * script, or have its client send the same again and again.
 */
import type { RecordedFacts } from '../runFolder/recording/newRecording';
import { RecordingLimitError } from '../runFolder/recording/recordedFiles';
import type { RecordingWriter } from '../runFolder/recording/recordingWriter';

type Facts = Partial<RecordedFacts>;

const TOO_LARGE = 'Settings or a summary that are too large were left out; what was there before them stays.';

/** Takes what is new of a run into its recording. */
export function changeFacts(writer: RecordingWriter, facts: Facts): void {
  try {
    writer.change(facts);
  } catch (error) {
    writer.change(withoutLarge(facts, error));
    writer.noteMissing(TOO_LARGE);
  }
}

/** Makes a run of what is known of it first. */
export async function createWithin(facts: Facts, create: (facts: Facts) => Promise<RecordingWriter>): Promise<RecordingWriter> {
  try {
    return await create(facts);
  } catch (error) {
    const writer = await create(withoutLarge(facts, error));
    writer.noteMissing(TOO_LARGE);
    return writer;
  }
}

/** What is never large. @throws what was thrown for another reason */
function withoutLarge(facts: Facts, error: unknown): Facts {
  if (!(error instanceof RecordingLimitError)) throw error;
  const { config: _, summary: __, metrics: ___, ...small } = facts;
  return small;
}
