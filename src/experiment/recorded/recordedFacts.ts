import type { RecordedFacts } from '../../contract/recorded';
import type { Recording } from '../../contract/recording';
import { settingsIn } from './settings';

/** What a page shows of what its tool tells of a run: without the lists of files, which may be long. */
export function recordedFactsOf(recording: Recording): RecordedFacts {
  const { state, exitCode, startedAt, heardAt, endedAt, entity, project, group, jobType, host, program } = recording;
  const [config, summary] = [settingsIn(recording.config), settingsIn(recording.summary)];
  return {
    state,
    exitCode,
    startedAt,
    heardAt,
    endedAt,
    entity,
    project,
    group,
    jobType,
    host,
    program,
    config: config.settings,
    summary: summary.settings,
    artifacts: recording.artifacts.map(({ name, type, version, aliases, description, files, missing }) => ({
      name,
      type,
      version,
      aliases,
      description,
      missing,
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    })),
    remarks: [
      ...recording.missing,
      ...(config.hasMore ? ['Not all of the settings are shown: recording.json has them.'] : []),
      ...(summary.hasMore ? ['Not all of the summary is shown: recording.json has it.'] : []),
    ],
  };
}
