/** The server of `digits mcp`, with the protocol's own package: a file of its own beside the command line, which loads it when it is asked for. */
export { serveTools } from '../mcp/serveTools';
