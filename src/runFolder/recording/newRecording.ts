import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { SCHEMA_VERSION } from '../../contract/formats/config';
import { noLabels } from '../../contract/labels';
import { newRunId } from '../../contract/runId';
import type { ImportedConfig } from '../../contract/run';
import type { Recording } from '../../contract/recording';
import { removeTree } from '../../files/tree';
import { makeFolder } from '../../files/writeFiles';
import { toJson } from '../../util/json';
import { writeGitignore } from '../gitignore';
import { draftName } from '../importing/drafts';
import { LostRunError, takeOwnership, type Ownership } from '../ownership';
import { storageError } from '../runFolderError';
import { knownParametersOf } from './knownParameters';
import { recordingFiles } from './readRecording';
import { RecordingLimitError } from './recordedFiles';
import { bytesOfRecording, recordingLimits, tooLarge, type RecordingLimits } from './recordingLimits';

/** What a tool says of a run, and may say anew while it goes on. */
export type RecordedFacts = Pick<
  Recording,
  'startedAt' | 'entity' | 'project' | 'group' | 'jobType' | 'host' | 'program' | 'config' | 'summary' | 'metrics' | 'labels'
>;

/** A run of another tool as it begins. */
export interface NewRecording {
  readonly runsFolder: string;
  /** Where an import writes it: what its folder is called by until `nameDraft` gives it its name. */
  readonly draftId?: string | undefined;
  /** Which tool it is, with its version, and what the run is called there. */
  readonly source: ImportedConfig['source'];
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** What notes.md begins with. */
  readonly notes?: string | undefined;
  /** What is left out is not known. */
  readonly facts: Partial<RecordedFacts> & Pick<RecordedFacts, 'startedAt'>;
}

export interface BegunRecording {
  readonly folder: string;
  readonly ownership: Ownership;
  readonly config: ImportedConfig;
  readonly recording: Recording;
}

/**
 * Makes the folder of a run of another tool, owned by this process.
 * @throws {RunFolderError} if it cannot be written; nothing of it is left then
 * @throws {RecordingLimitError} if what is known of it is too much
 */
export async function beginRecording(what: NewRecording, now: Date, limits: RecordingLimits = recordingLimits): Promise<BegunRecording> {
  const { runsFolder, draftId, source, name = '', tags = [], notes = '', facts } = what;
  const id = freeId(runsFolder, now);
  const folder = path.join(runsFolder, draftId === undefined ? id : draftName(id, draftId));
  const recording = emptyRecording(facts, now);
  const bytes = bytesOfRecording(recording);
  if (bytes > limits.recordingBytes) throw new RecordingLimitError(`${folder}: ${tooLarge(bytes, limits)}`);
  const config: ImportedConfig = {
    schemaVersion: SCHEMA_VERSION,
    kind: 'imported',
    id,
    createdAt: now.toISOString(),
    source,
    parameters: knownParametersOf(recording.config),
    author: null,
    git: null,
    parent: null,
    design: null,
  };
  let ownership: Ownership | undefined;
  let isMade = false;
  try {
    await makeFolder(runsFolder);
    await writeGitignore(runsFolder);
    await mkdir(folder);
    isMade = true;
    ownership = await takeOwnership(folder);
    await ownership.write('labels.json', toJson({ ...noLabels, name, tags }));
    if (notes !== '') await ownership.write('notes.md', notes);
    await ownership.write(recordingFiles.recording, toJson(recording));
    // Last: with it the folder is a run.
    await ownership.write('config.json', toJson(config));
    return { folder, ownership, config, recording };
  } catch (error) {
    await ownership?.release();
    if (isMade && !ownership?.lost.aborted && !(error instanceof LostRunError)) await removeTree(folder);
    throw storageError(`${folder}: the run folder cannot be written`, error);
  }
}

/** What is imported anew begins at the same time as before: of its ids, one in a thousand would be that of the run that is there. */
function freeId(runsFolder: string, now: Date): string {
  for (;;) {
    const id = newRunId(now);
    if (!existsSync(path.join(runsFolder, id))) return id;
  }
}

function emptyRecording(facts: NewRecording['facts'], now: Date): Recording {
  return {
    schemaVersion: SCHEMA_VERSION,
    state: 'running',
    exitCode: null,
    heardAt: now.toISOString(),
    endedAt: null,
    entity: null,
    project: null,
    group: null,
    jobType: null,
    host: null,
    program: null,
    config: {},
    summary: {},
    metrics: [],
    files: [],
    artifacts: [],
    missing: [],
    ...facts,
  };
}
