import { buildSchema } from 'graphql';

/**
 * As much of W&B's schema as the official clients 0.16.2 and 0.31.0 use to send a run and to look at what they sent, read off their own queries. What a client asks for
 * beyond it is an error, as it would be at a server that does not have it.
 */
export const schema = buildSchema(`
  scalar JSONString
  scalar JSON
  scalar DateTime
  scalar Int64

  type Query {
    viewer: User
    serverInfo: ServerInfo
    entity(name: String): Entity
    model(name: String, entityName: String): Project
    project(name: String, entityName: String): Project
    artifact(id: ID!): Artifact
    clientIDMapping(clientID: ID!): ClientIDMapping
  }
  type ClientIDMapping { serverID: ID! }

  type Mutation {
    upsertBucket(input: UpsertBucketInput!): UpsertBucketPayload
    createRunFiles(input: CreateRunFilesInput!): CreateRunFilesPayload
    markRunFilesUploaded(input: MarkRunFilesUploadedInput!): MarkRunFilesUploadedPayload
    createArtifact(input: CreateArtifactInput!): CreateArtifactPayload
    createArtifactManifest(input: CreateArtifactManifestInput!): CreateArtifactManifestPayload
    updateArtifactManifest(input: UpdateArtifactManifestInput!): UpdateArtifactManifestPayload
    createArtifactFiles(input: CreateArtifactFilesInput!): CreateArtifactFilesPayload
    commitArtifact(input: CommitArtifactInput!): CommitArtifactPayload
    useArtifact(input: UseArtifactInput!): UseArtifactPayload
  }

  type User {
    id: ID!
    name: String
    entity: String
    username: String
    email: String
    admin: Boolean
    flags: JSONString
    deletedAt: DateTime
    apiKeys: ApiKeyConnection
    teams: EntityConnection
  }
  type ApiKeyConnection { edges: [ApiKeyEdge!]! }
  type ApiKeyEdge { node: ApiKey }
  type ApiKey { id: ID! name: String! description: String }
  type EntityConnection { edges: [EntityEdge!]! }
  type EntityEdge { node: Entity }
  type Entity { id: ID! name: String! isTeam: Boolean organization: Organization xxhashDigestsEnabled: Boolean }
  type Organization { name: String coreWeaveOrganizationId: ID orgEntity: Entity }
  type ServerInfo { cliVersionInfo: JSON features: [ServerFeature!] }
  type ServerFeature { name: String! isEnabled: Boolean! }

  type Project {
    id: ID!
    internalId: ID!
    name: String!
    entityName: String!
    entity: Entity!
    bucket(name: String!, missingOk: Boolean, desc: String): Run
    run(name: String!): Run
    artifact(name: String!): Artifact
    artifactCollection(name: String!): ArtifactCollection
    artifactCollectionMembership(name: String!): ArtifactCollectionMembership
    artifactType(name: String!): ArtifactType
  }

  type Run {
    id: ID!
    name: String!
    displayName: String
    description: String
    notes: String
    tags: [String!]
    group: String
    jobType: String
    state: String
    stopped: Boolean
    config: JSONString
    wandbConfig(keys: [String!]): JSONString
    summaryMetrics: JSONString
    sweepName: String
    project: Project
    historyLineCount: Int
    logLineCount: Int
    eventsLineCount: Int
    historyTail: JSONString
    eventsTail: JSONString
    # Clients before 0.15.5, which know no CreateRunFiles, ask so where files are to be put.
    files(names: [String]): FileConnection
  }

  input UpsertBucketInput {
    id: String
    name: String
    groupName: String
    modelName: String
    entityName: String
    description: String
    displayName: String
    notes: String
    config: JSONString
    commit: String
    host: String
    debug: Boolean
    jobProgram: String
    jobRepo: String
    jobType: String
    state: String
    sweep: String
    tags: [String!]
    summaryMetrics: JSONString
  }
  type UpsertBucketPayload { bucket: Run inserted: Boolean serverSettings: ServerSettings! }
  type ServerSettings { serverMessages: [ServerMessage!]! }
  type ServerMessage { utfText: String plainText: String htmlText: String messageType: String messageLevel: Int }

  input CreateRunFilesInput { entityName: String projectName: String runName: String files: [String!]! }
  type CreateRunFilesPayload { runID: ID! uploadHeaders: [String!]! files: [RunFile!]! }
  type RunFile { name: String! uploadUrl: String }
  input MarkRunFilesUploadedInput { entityName: String! projectName: String! runName: String! files: [String!]! }
  type MarkRunFilesUploadedPayload { success: Boolean }

  enum ArtifactDigestAlgorithm { MANIFEST_MD5 }
  enum ArtifactManifestType { FULL PATCH INCREMENTAL }
  enum ArtifactStorageLayout { V1 V2 }
  enum ArtifactState { PENDING COMMITTED DELETED }
  input ArtifactAliasInput { artifactCollectionName: String! alias: String! }

  input CreateArtifactInput {
    entityName: String!
    projectName: String!
    runName: String
    artifactTypeName: String!
    artifactCollectionName: String
    artifactCollectionNames: [String!]
    digest: String!
    digestAlgorithm: ArtifactDigestAlgorithm!
    description: String
    aliases: [ArtifactAliasInput!]
    metadata: JSONString
    historyStep: Int64
    distributedID: String
    clientID: ID
    sequenceClientID: ID
    enableDigestDeduplication: Boolean
    # 0.31.0 sends these, each as null.
    clientMutationId: String
    labels: JSONString
    storageRegion: String
    ttlDurationSeconds: Int64
    tags: [TagInput!]
  }
  input TagInput { tagName: String! tagCategoryName: String attributes: JSONString }
  type CreateArtifactPayload { artifact: Artifact! }
  type Artifact {
    id: ID!
    digest: String!
    digestAlgorithm: ArtifactDigestAlgorithm
    state: ArtifactState!
    artifactType: ArtifactType!
    artifactSequence: ArtifactSequence!
    versionIndex: Int
    description: String
    metadata: JSONString
    ttlDurationSeconds: Int64
    ttlIsInherited: Boolean
    tags: [Tag!]
    historyStep: Int64
    size: Int64
    fileCount: Int64
    commitHash: String
    createdAt: DateTime
    updatedAt: DateTime
    aliases: [ArtifactAlias!]
    currentManifest: ArtifactManifest
    files(after: String, first: Int): FileConnection
  }
  type ArtifactCollectionMembership {
    id: ID!
    versionIndex: Int
    createdAt: DateTime
    aliases: [ArtifactAlias!]
    artifactCollection: ArtifactCollection
    artifact: Artifact
    files(after: String, first: Int): FileConnection
  }
  type Tag { id: ID! name: String! }
  type ArtifactAlias { id: ID! alias: String! artifactCollectionName: String artifactCollection: ArtifactCollection }
  type ArtifactType { id: ID! name: String! artifactCollection(name: String!): ArtifactCollection }
  interface ArtifactCollection {
    id: ID!
    name: String!
    project: Project
    artifactMembership(aliasName: String!): ArtifactCollectionMembership
  }
  type ArtifactSequence implements ArtifactCollection {
    id: ID!
    name: String!
    project: Project
    latestArtifact: Artifact
    digestAlgorithm: ArtifactDigestAlgorithm
    artifactMembership(aliasName: String!): ArtifactCollectionMembership
  }

  input CreateArtifactManifestInput {
    artifactID: ID!
    baseArtifactID: ID
    name: String!
    digest: String!
    entityName: String!
    projectName: String!
    runName: String!
    type: ArtifactManifestType = FULL
  }
  type CreateArtifactManifestPayload { artifactManifest: ArtifactManifest! }
  input UpdateArtifactManifestInput { artifactManifestID: ID! digest: String baseArtifactID: ID }
  type UpdateArtifactManifestPayload { artifactManifest: ArtifactManifest! }
  type ArtifactManifest { id: ID! file: File! }

  input CreateArtifactFilesInput {
    artifactFiles: [CreateArtifactFileSpecInput!]!
    storageLayout: ArtifactStorageLayout!
    # 0.31.0 sends these, each as null.
    clientMutationId: String
    cloudRegionID: ID
  }
  input CreateArtifactFileSpecInput {
    artifactID: ID!
    artifactManifestID: ID
    name: String!
    md5: String!
    # 0.31.0 sends it as null.
    mimetype: String
    uploadPartsInput: [UploadPartsInput!]
  }
  input UploadPartsInput { partNumber: Int64! hexMD5: String! }
  type CreateArtifactFilesPayload { files: FileConnection! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type FileConnection { pageInfo: PageInfo uploadHeaders: [String!] edges: [FileEdge!]! }
  type FileEdge { node: File }
  type File {
    id: ID!
    name: String!
    displayName: String
    storagePath: String
    uploadUrl: String
    directUrl: String
    url(upload: Boolean): String
    updatedAt: DateTime
    uploadHeaders: [String!]
    uploadMultipartUrls: UploadMultipartUrls
    artifact: Artifact
  }
  type UploadMultipartUrls { uploadID: String! uploadUrlParts: [UploadUrlPart!]! }
  type UploadUrlPart { partNumber: Int64! uploadUrl: String! }

  input CommitArtifactInput { artifactID: ID! }
  type CommitArtifactPayload { artifact: Artifact! }

  input UseArtifactInput { artifactID: ID! entityName: String projectName: String runName: String }
  type UseArtifactPayload { artifact: Artifact! }
`);
