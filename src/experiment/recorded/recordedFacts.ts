import type { RecordedFacts } from '../../contract/recorded';
import { MOST_LISTED_FILES, type Recording } from '../../contract/recording';
import { grouped } from '../../util/format';
import { settingsIn } from './settings';

/** Artifacts, and sentences of each, that are said on a page. */
const MOST_ARTIFACTS = 20;
const MOST_SENTENCES = 3;

/** What a page shows of what its tool tells of a run: without the lists of files, which may be long. */
export function recordedFactsOf(recording: Recording): RecordedFacts {
  const { state, exitCode, startedAt, heardAt, endedAt, entity, project, group, jobType, host, program } = recording;
  const [config, summary] = [settingsIn(recording.config), settingsIn(recording.summary)];
  const files = recording.artifacts.reduce((sum, artifact) => sum + artifact.files.length, recording.files.length);
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
      ...(files > MOST_LISTED_FILES
        ? [`Of its ${grouped(files)} files the first ${grouped(MOST_LISTED_FILES)} are listed, and sent to MLflow: its folder has all.`]
        : []),
      ...missingOf(recording.artifacts),
      ...(config.hasMore ? ['Not all of the settings are shown: recording.json has them.'] : []),
      ...(summary.hasMore ? ['Not all of the summary is shown: recording.json has it.'] : []),
    ],
    understood: recording.understood ?? [],
  };
}

/** Which artifacts are not whole, and why. */
function missingOf(artifacts: Recording['artifacts']): string[] {
  const partial = artifacts.filter(({ missing }) => missing.length > 0);
  const said = partial.slice(0, MOST_ARTIFACTS).map(({ name, version, missing }) => {
    const left = missing.length - MOST_SENTENCES;
    return `artifact ${name} ${version}: ${missing.slice(0, MOST_SENTENCES).join(' ')}${left > 0 ? ` And ${left} more: recording.json has them.` : ''}`;
  });
  const left = partial.length - said.length;
  return left > 0 ? [...said, `${left} further artifacts are not whole: recording.json says why.`] : said;
}
