import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import { Artifacts, type ArtifactFileInput, type CreateArtifactInput, type CreateManifestInput } from './artifacts';
import { isObject } from './looseJson';
import { Runs, type RunFilesInput, type UpsertBucketInput } from './runs';
import { schema } from './schema';
import { Breach, type ServerState, type Viewer } from './serverState';
import type { Storage } from './storage';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operation: string;
}

interface ProjectArgs {
  readonly name?: string | null;
  readonly entityName?: string | null;
}

type Input<T> = { readonly input: T };

/** Executes what clients ask against the schema; what does not fit it is a breach. */
export class GraphqlApi {
  readonly runs: Runs;
  readonly artifacts: Artifacts;
  private readonly root: object;

  constructor(state: ServerState, viewer: Viewer, storage: Storage) {
    const runs = (this.runs = new Runs(state, viewer, storage));
    const artifacts = (this.artifacts = new Artifacts(state, runs, storage));
    this.root = {
      viewer: () => ({
        id: `user-${viewer.entity}`,
        entity: viewer.entity,
        username: viewer.entity,
        email: `${viewer.entity}@example.com`,
        flags: '{}',
        teams: { edges: viewer.teams.map(name => ({ node: { id: `team-${name}`, name, isTeam: true } })) },
      }),
      serverInfo: () => ({ cliVersionInfo: { max_cli_version: '99.0.0' }, features: [] }),
      entity: ({ name }: { readonly name: string }) => ({ id: `entity-${name}`, name, isTeam: viewer.teams.includes(name) }),
      model: ({ name, entityName }: ProjectArgs) => runs.project(entityName, name),
      project: ({ name, entityName }: ProjectArgs) => {
        const project = runs.project(entityName, name);
        if (project === null) return null;
        const artifact = (args: { readonly name: string }): object | null =>
          artifacts.find(entityName || viewer.entity, name ?? '', args.name);
        return { ...project, artifact };
      },
      upsertBucket: ({ input }: Input<UpsertBucketInput>) => runs.upsert(input),
      createRunFiles: ({ input }: Input<RunFilesInput>) => runs.createFiles(input),
      markRunFilesUploaded: ({ input }: Input<RunFilesInput>) => runs.markUploaded(input),
      createArtifact: ({ input }: Input<CreateArtifactInput>) => artifacts.create(input),
      createArtifactManifest: ({ input }: Input<CreateManifestInput>) => artifacts.createManifest(input),
      updateArtifactManifest: ({ input }: Input<{ readonly artifactManifestID: string; readonly digest?: string | null }>) =>
        artifacts.updateManifest(input),
      createArtifactFiles: ({ input }: Input<{ readonly artifactFiles: readonly ArtifactFileInput[]; readonly storageLayout: string }>) =>
        artifacts.createFiles(input.artifactFiles, input.storageLayout),
      commitArtifact: ({ input }: Input<{ readonly artifactID: string }>) => artifacts.commit(input.artifactID),
    };
  }

  /** The answer's body. @throws Breach if the request does not fit the schema */
  async answer({ query, variables, operation }: GraphqlRequest): Promise<ExecutionResult> {
    const document = read(query, operation);
    const result = await execute({ schema, document, rootValue: this.root, variableValues: variables });
    // Without `data` nothing was executed: the variables are not of the types that the query declares.
    if (result.data === undefined) throw new Breach(`${operation}: ${result.errors?.[0]?.message}`);
    return result;
  }
}

/** What a request's body asks. @throws Breach if it is none */
export function readGraphqlRequest(body: unknown): GraphqlRequest {
  if (!isObject(body) || typeof body['query'] !== 'string') throw new Breach('graphql: the body has no "query"');
  const { query, variables = {} } = body;
  if (variables !== null && !isObject(variables)) throw new Breach('graphql: "variables" is no object');
  const named = /\b(?:query|mutation)\s+(\w+)/.exec(query);
  return { query, variables: variables ?? {}, operation: named?.[1] ?? 'unnamed' };
}

/** Queries that fit the schema: clients ask the same few again and again. */
const known = new Map<string, DocumentNode>();

/** @throws Breach if it does not fit the schema */
function read(query: string, operation: string): DocumentNode {
  const there = known.get(query);
  if (there) return there;
  const document = parsed(query, operation);
  const [error] = validate(schema, document);
  if (error !== undefined) throw new Breach(`${operation}: ${error.message}`);
  known.set(query, document);
  return document;
}

function parsed(query: string, operation: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) throw new Breach(`${operation}: ${error.message}`);
    throw error;
  }
}
