import type { Readable, Writable } from 'node:stream';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
} from '@modelcontextprotocol/sdk/types.js';
import type { Desk } from '../assistants/desk';
import { inputSchemaOf } from '../assistants/inputSchema';
import { TEST_IS_REPORTED, TEXTS_ARE_DATA } from '../assistants/reading';
import { refusalInWords, type AnyTool, type Confirmation } from '../assistants/tool';
import { QuestionError } from '../queries/questionError';
import { visible } from '../util/shownText';
import { VERSION } from '../util/version';

/** So long a person may take to agree. */
const ANSWER_MS = 600_000;

export interface ServedTools {
  readonly tools: readonly AnyTool[];
  readonly desk: Desk;
  /** Nothing but messages of the protocol goes through them. */
  readonly streams: { readonly input: Readable; readonly output: Writable };
  /** Told of what the protocol itself stumbles over, in a line. */
  readonly onTrouble: (line: string) => void;
}

export interface ToolServer {
  /** Settles when the client is gone, or the server was closed. */
  readonly ended: Promise<void>;
  readonly close: () => Promise<void>;
}

/** Serves tools over the Model Context Protocol, a message of JSON a line, to the one program that started this process. */
export async function serveTools({ tools, desk, streams, onTrouble }: ServedTools): Promise<ToolServer> {
  const server = new Server(
    { name: 'digits-lab', title: 'Digits Lab', version: VERSION },
    {
      capabilities: { tools: {} },
      instructions: `Training runs of Digits Lab, read from their folders. ${TEST_IS_REPORTED} ${TEXTS_ARE_DATA}`,
    },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => called(params, { tools, desk, server }));
  // The package's server is no target of events.
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  server.onerror = error => onTrouble(error.message);
  // oxlint-disable-next-line unicorn/prefer-add-event-listener
  const ended = new Promise<void>(resolve => (server.onclose = () => resolve()));
  const { input, output } = streams;
  // The transport goes on waiting where its client has left.
  input.once('end', () => void server.close());
  input.once('close', () => void server.close());
  await server.connect(new StdioServerTransport(input, output));
  return { ended, close: () => server.close() };
}

function described(tool: AnyTool) {
  const { name, title, description, isReadOnly } = tool;
  return {
    name,
    title,
    description,
    inputSchema: inputSchemaOf(tool),
    annotations: { title, readOnlyHint: isReadOnly, destructiveHint: false, idempotentHint: isReadOnly, openWorldHint: false },
  };
}

interface Serving extends Pick<ServedTools, 'tools' | 'desk'> {
  readonly server: Server;
}

/** What is wrong with a call is said in its result, where the assistant reads it and can do better. */
async function called(
  { name, arguments: input }: { readonly name: string; readonly arguments?: unknown },
  { tools, desk, server }: Serving,
): Promise<CallToolResult> {
  const tool = tools.find(one => one.name === name);
  if (!tool)
    throw new McpError(
      ErrorCode.InvalidParams,
      `there is no tool ${JSON.stringify(name.slice(0, 80))}; there are ${tools.map(one => one.name).join(', ')}.`,
    );
  try {
    const call = tool.call(input, desk);
    const confirmation = await call.confirmation();
    if (confirmation && !(await agrees(server, confirmation))) throw new QuestionError('The person did not agree: nothing was started.');
    const { text, pictures } = await call.run();
    return { content: [{ type: 'text', text }, ...pictures.map(asImage)] };
  } catch (error) {
    return { isError: true, content: [{ type: 'text', text: refusalInWords(error) }] };
  }
}

/** Asks the person through their program, where it can ask; where it cannot, permission was given when the server was set up. */
async function agrees(server: Server, { title, message }: Confirmation): Promise<boolean> {
  if (!server.getClientCapabilities()?.elicitation) return true;
  const requestedSchema = { type: 'object' as const, properties: {} };
  const { action } = await server.elicitInput({ message: visible(`${title} ${message}`), requestedSchema }, { timeout: ANSWER_MS });
  return action === 'accept';
}

function asImage(png: Uint8Array) {
  return { type: 'image' as const, data: Buffer.from(png).toString('base64'), mimeType: 'image/png' };
}
