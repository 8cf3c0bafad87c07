/** What mutations are given, by the names of the schema. */

export interface UpsertBucketInput {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly groupName?: string | null;
  readonly modelName?: string | null;
  readonly entityName?: string | null;
  readonly description?: string | null;
  readonly displayName?: string | null;
  readonly notes?: string | null;
  readonly config?: string | null;
  readonly commit?: string | null;
  readonly host?: string | null;
  readonly jobProgram?: string | null;
  readonly jobRepo?: string | null;
  readonly jobType?: string | null;
  readonly tags?: readonly string[] | null;
  readonly summaryMetrics?: string | null;
}

export interface RunFilesInput {
  readonly entityName?: string | null;
  readonly projectName?: string | null;
  readonly runName?: string | null;
  readonly files: readonly string[];
}

export interface CreateArtifactInput {
  readonly entityName: string;
  readonly projectName: string;
  readonly runName?: string | null;
  readonly artifactTypeName: string;
  readonly artifactCollectionName?: string | null;
  readonly artifactCollectionNames?: readonly string[] | null;
  readonly digest: string;
  readonly description?: string | null;
  readonly aliases?: readonly { readonly artifactCollectionName: string; readonly alias: string }[] | null;
  readonly metadata?: string | null;
  readonly clientID?: string | null;
  readonly distributedID?: string | null;
  readonly enableDigestDeduplication?: boolean | null;
  readonly clientMutationId?: string | null;
  readonly labels?: string | null;
  readonly storageRegion?: string | null;
  readonly ttlDurationSeconds?: number | null;
}

export interface CreateManifestInput {
  readonly artifactID: string;
  readonly baseArtifactID?: string | null;
  readonly name: string;
  readonly digest: string;
  readonly type?: 'FULL' | 'PATCH' | 'INCREMENTAL' | null;
}

export interface UpdateManifestInput {
  readonly artifactManifestID: string;
  readonly digest?: string | null;
}

export interface ArtifactFileInput {
  readonly artifactID: string;
  readonly artifactManifestID?: string | null;
  readonly name: string;
  readonly md5: string;
  readonly mimetype?: string | null;
  readonly uploadPartsInput?: readonly unknown[] | null;
}

export interface CreateFilesInput {
  readonly artifactFiles: readonly ArtifactFileInput[];
  readonly storageLayout: string;
}

/** The names that a run, its project and its artifacts may have, as W&B has them; none is a way up through folders. */
export const isRunName = (name: string): boolean => /^[^:;,#?/'\\\p{Cc}]{1,64}$/u.test(name) && !isDots(name);
export const isProjectName = (name: string): boolean => /^[^/\\#?%:\p{Cc}]{1,128}$/u.test(name) && !isDots(name);
export const isArtifactName = (name: string): boolean => /^[^/:\p{Cc}]{1,128}$/u.test(name) && !isDots(name);

function isDots(name: string): boolean {
  return name === '.' || name === '..';
}
