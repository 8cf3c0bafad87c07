import type { RecordedFacts } from '../runFolder/recording/newRecording';
import type { UpsertBucketInput } from './protocol/inputs';
import { readSentConfig, sentObject, writableObject } from './sentConfig';
import { asLine } from './sentTexts';

/** What an UpsertBucket says of a run besides its labels. @throws {ProtocolError} if its config or its summary is none */
export function factsOf(input: UpsertBucketInput): Partial<RecordedFacts> {
  const sent = input.config ? readSentConfig(input.config) : undefined;
  const { groupName, jobType, host, jobProgram, summaryMetrics } = input;
  return {
    ...(sent && { config: sent.config, metrics: sent.metrics }),
    ...(summaryMetrics && { summary: writableObject(sentObject(summaryMetrics, 'summary')) }),
    ...(groupName && { group: asLine(groupName) }),
    ...(jobType && { jobType: asLine(jobType) }),
    ...(host && { host: asLine(host) }),
    ...(jobProgram && { program: asLine(jobProgram) }),
  };
}
