import path from 'node:path';
import { isMissing } from '../../files/location';
import { fileSizeIn } from '../../files/readFiles';
import { rename } from '../../files/rename';
import { listFiles, removeFileIn, removeTree } from '../../files/tree';
import { isUnfinished, makeFoldersIn, writeFileIn } from '../../files/writeFiles';
import type { RecordedArtifact } from '../../contract/recording';
import { bytes as bytesInWords } from '../../util/format';
import { RunFolderError, storageError } from '../runFolderError';
import { whyNoFileName } from './fileName';
import { recordingFiles } from './readRecording';
import type { RecordingLimits } from './recordingLimits';

/** Bytes at once, or as they come. */
export type FileContent = Uint8Array | AsyncIterable<Uint8Array>;

export interface StoredFile {
  /** Below `files/`, or below the folder of its artifact. */
  readonly path: string;
  readonly bytes: number;
}

/** More came than is kept of one run. */
export class RecordingLimitError extends RunFolderError {}

/** An artifact that is not whole yet lies in a folder of this beginning, where its version will be. */
const INCOMING = '.incoming-';

/** The files that a run's tool sends: below `files/`, and of each artifact in `artifacts/NAME/VERSION/`. */
export class RecordedFiles {
  private total = 0;

  constructor(
    private readonly folder: string,
    private readonly limits: RecordingLimits,
    /** Throws if nothing may be written any more. */
    private readonly check: () => void,
  ) {}

  /**
   * What is there, after a process that was killed: files that it had not finished are removed, and artifacts that were not whole.
   * @returns the files below `files/`, and in words which artifacts were lost
   */
  async reopen(): Promise<{ readonly files: StoredFile[]; readonly lost: string[] }> {
    const own = path.join(this.folder, recordingFiles.files);
    const files: StoredFile[] = [];
    for (const { name, bytes } of (await listFiles(own)).files) {
      if (isUnfinished(path.basename(name))) await removeFileIn(own, name);
      else files.push({ path: name, bytes });
    }
    const lost = new Set<string>();
    const artifacts = path.join(this.folder, recordingFiles.artifacts);
    for (const { name, bytes } of (await listFiles(artifacts)).files) {
      const [artifact = '', version = ''] = name.split('/');
      if (!version.startsWith(INCOMING)) {
        this.total += bytes;
        continue;
      }
      await removeTree(path.join(artifacts, artifact, version));
      lost.add(`artifact ${artifact}: its upload was broken off when the process that received it ended.`);
    }
    this.total += files.reduce((sum, { bytes }) => sum + bytes, 0);
    return { files, lost: [...lost] };
  }

  /** Stores a file below `files/`; one of that name is replaced. @throws {RunFolderError} which says why it is not taken */
  add(name: string, content: FileContent): Promise<StoredFile> {
    return this.store(recordingFiles.files, name, content);
  }

  /** Stores a file of an artifact that is not whole yet. @param incoming tells it from others of its name */
  addToArtifact(artifact: string, incoming: string, name: string, content: FileContent): Promise<StoredFile> {
    return this.store(`${recordingFiles.artifacts}/${artifact}/${INCOMING}${incoming}`, name, content);
  }

  /**
   * Gives an artifact its version, with those of its files that are there.
   * @returns them, and in sentences which are not there as they should be
   * @throws {RunFolderError} if there is one of that version
   */
  async commit(
    { name, version, files }: Pick<RecordedArtifact, 'name' | 'version' | 'files'>,
    incoming: string,
  ): Promise<{ readonly files: readonly StoredFile[]; readonly lost: readonly string[] }> {
    const above = `${recordingFiles.artifacts}/${name}`;
    const file = path.join(this.folder, above, version);
    const from = `${above}/${INCOMING}${incoming}`;
    try {
      this.check();
      // An artifact may be empty.
      await makeFoldersIn(this.folder, `${from}/any`);
      const there = new Map((await listFiles(path.join(this.folder, from))).files.map(one => [one.name, one.bytes]));
      const isThere = (one: StoredFile): boolean => there.get(one.path) === one.bytes;
      const lost = files
        .filter(one => !isThere(one))
        .map(one => `${one.path} (${bytesInWords(one.bytes)}) was sent, and is not there any more.`);
      await rename(path.join(this.folder, from), file);
      return { files: files.filter(isThere), lost };
    } catch (error) {
      throw storageError(`${file}: the artifact cannot be written`, error);
    }
  }

  /** Removes what came of an artifact that will not be whole. */
  async discard(name: string, incoming: string): Promise<void> {
    this.check();
    await removeTree(path.join(this.folder, recordingFiles.artifacts, name, `${INCOMING}${incoming}`));
  }

  private async store(below: string, name: string, content: FileContent): Promise<StoredFile> {
    const why = whyNoFileName(name);
    if (why !== undefined) throw new RunFolderError(`${JSON.stringify(name.slice(0, 200))}: no file of this name is written: ${why}.`);
    const counter = { bytes: 0 };
    // A file that is saved again is in the place of what it was.
    const replaced = (await fileSizeIn(this.folder, `${below}/${name}`)) ?? 0;
    this.total -= replaced;
    try {
      this.check();
      await writeFileIn(this.folder, `${below}/${name}`, this.counted(name, content, counter), { beforeNaming: this.check });
    } catch (error) {
      this.total += replaced - counter.bytes;
      if (isMissing(error)) this.check();
      throw storageError(`${name}: cannot be written`, error);
    }
    return { path: name, bytes: counter.bytes };
  }

  /** The content, up to the limits. */
  private async *counted(name: string, content: FileContent, counter: { bytes: number }): AsyncIterable<Uint8Array> {
    const parts = content instanceof Uint8Array ? [content] : content;
    for await (const part of parts) {
      counter.bytes += part.length;
      this.total += part.length;
      if (counter.bytes > this.limits.fileBytes)
        throw new RecordingLimitError(
          `${name}: it has more than ${bytesInWords(this.limits.fileBytes)}, which is the most that a file of a run may have.`,
        );
      if (this.total > this.limits.allFilesBytes)
        throw new RecordingLimitError(`${name}: the files of this run have more than ${bytesInWords(this.limits.allFilesBytes)} together.`);
      yield part;
    }
  }
}
