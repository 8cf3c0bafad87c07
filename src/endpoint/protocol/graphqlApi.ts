import { execute, GraphQLError, parse, validate, type DocumentNode, type ExecutionResult } from 'graphql';
import type {
  CreateArtifactInput,
  CreateFilesInput,
  CreateManifestInput,
  RunFilesInput,
  UpdateManifestInput,
  UpsertBucketInput,
} from './inputs';
import { isObject } from './looseJson';
import { nearestDocument, nearestVariables } from './nearest';
import { ProtocolError } from './protocolError';
import { checkQuery, MOST_TOKENS } from './queryLimits';
import { schema } from './schema';

export interface GraphqlRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operation: string;
}

/** Who the key belongs to. */
export interface Viewer {
  readonly entity: string;
  readonly teams: readonly string[];
}

type Answer = object | null | Promise<object | null>;

/** What a server does with what clients ask. A thrown `ProtocolError` or `Refusal` is the answer. */
export interface Service {
  project(entity: string | null | undefined, name: string | null | undefined): Answer;
  upsertRun(input: UpsertBucketInput): Answer;
  createRunFiles(input: RunFilesInput): Answer;
  markRunFilesUploaded(input: RunFilesInput): Answer;
  createArtifact(input: CreateArtifactInput): Answer;
  createManifest(input: CreateManifestInput): Answer;
  updateManifest(input: UpdateManifestInput): Answer;
  createArtifactFiles(input: CreateFilesInput): Answer;
  commitArtifact(id: string): Answer;
  artifactById(id: string): Answer;
  /** The id of the artifact that a client calls so; null: none. */
  artifactOfClient(clientId: string): string | null;
}

interface ProjectArgs {
  readonly name?: string | null;
  readonly entityName?: string | null;
}

type Input<T> = { readonly input: T };

/** Executes what clients ask against the schema. */
export class GraphqlApi {
  private readonly root: object;

  /**
   * @param isStrict what a query asks for beyond the schema is an error; else it is left out of the query, and so of its answer, as a server
   * of another version would have it
   */
  constructor(
    service: Service,
    viewer: Viewer,
    private readonly isStrict: boolean,
  ) {
    this.root = {
      viewer: () => ({
        id: `user-${viewer.entity}`,
        name: viewer.entity,
        entity: viewer.entity,
        username: viewer.entity,
        email: `${viewer.entity}@example.com`,
        admin: false,
        flags: '{}',
        deletedAt: null,
        // It has one, which it does not tell.
        apiKeys: { edges: [] },
        teams: { edges: viewer.teams.map(name => ({ node: { id: `team-${name}`, name, isTeam: true } })) },
      }),
      serverInfo: () => ({ cliVersionInfo: { max_cli_version: '99.0.0' }, features: [] }),
      entity: ({ name }: { readonly name?: string | null }) =>
        name ? { id: `entity-${name}`, name, isTeam: viewer.teams.includes(name) } : null,
      model: ({ name, entityName }: ProjectArgs) => service.project(entityName, name),
      project: ({ name, entityName }: ProjectArgs) => service.project(entityName, name),
      artifact: ({ id }: { readonly id: string }) => service.artifactById(id),
      clientIDMapping: ({ clientID }: { readonly clientID: string }) => {
        const serverID = service.artifactOfClient(clientID);
        return serverID === null ? null : { serverID };
      },
      upsertBucket: ({ input }: Input<UpsertBucketInput>) => service.upsertRun(input),
      createRunFiles: ({ input }: Input<RunFilesInput>) => service.createRunFiles(input),
      markRunFilesUploaded: ({ input }: Input<RunFilesInput>) => service.markRunFilesUploaded(input),
      createArtifact: ({ input }: Input<CreateArtifactInput>) => service.createArtifact(input),
      createArtifactManifest: ({ input }: Input<CreateManifestInput>) => service.createManifest(input),
      updateArtifactManifest: ({ input }: Input<UpdateManifestInput>) => service.updateManifest(input),
      createArtifactFiles: ({ input }: Input<CreateFilesInput>) => service.createArtifactFiles(input),
      commitArtifact: ({ input }: Input<{ readonly artifactID: string }>) => service.commitArtifact(input.artifactID),
      // Which runs use an artifact is not kept.
      useArtifact: async ({ input }: Input<{ readonly artifactID: string }>) => {
        const artifact = await service.artifactById(input.artifactID);
        if (artifact === null) throw new ProtocolError(`there is no artifact "${input.artifactID.slice(0, 200)}"`);
        return { artifact };
      },
    };
  }

  /** The answer's body. @throws {ProtocolError} if the request does not fit the schema */
  async answer({ query, variables, operation }: GraphqlRequest): Promise<ExecutionResult> {
    const document = this.read(query, operation);
    const variableValues = this.isStrict ? variables : nearestVariables(schema, document, variables);
    const result = await execute({ schema, document, rootValue: this.root, variableValues });
    // Without `data` nothing was executed: the variables are not of the types that the query declares.
    if (result.data === undefined) throw new ProtocolError(`${operation}: ${result.errors?.[0]?.message}`);
    return result;
  }

  /** Queries that fit the schema: clients ask the same few again and again. */
  private readonly known = new Map<string, DocumentNode>();

  private read(query: string, operation: string): DocumentNode {
    const there = this.known.get(query);
    if (there) return there;
    const given = parsed(query, operation);
    checkQuery(given);
    const document = this.isStrict ? given : nearestDocument(schema, given);
    const [error] = validate(schema, document, undefined, { maxErrors: 1 });
    if (error !== undefined) throw new ProtocolError(`${operation}: ${error.message}`);
    if (this.known.size < MOST_KNOWN) this.known.set(query, document);
    return document;
  }
}

/** More different queries than the clients of a day have. */
const MOST_KNOWN = 200;

/** What a request's body asks. @throws {ProtocolError} if it is none */
export function readGraphqlRequest(body: unknown): GraphqlRequest {
  if (!isObject(body) || typeof body['query'] !== 'string') throw new ProtocolError('graphql: the body has no "query"');
  const { query, variables = {} } = body;
  if (variables !== null && !isObject(variables)) throw new ProtocolError('graphql: "variables" is no object');
  const named = /\b(?:query|mutation)\s+(\w+)/.exec(query.slice(0, 10_000));
  return { query, variables: variables ?? {}, operation: named?.[1] ?? 'unnamed' };
}

function parsed(query: string, operation: string): DocumentNode {
  try {
    return parse(query, { maxTokens: MOST_TOKENS, noLocation: true });
  } catch (error) {
    if (error instanceof GraphQLError) throw new ProtocolError(`${operation}: ${error.message}`);
    // Brackets in brackets, deeper than the parser can call itself.
    if (error instanceof RangeError) throw new ProtocolError(`${operation}: the query is nested too deep`);
    throw error;
  }
}
