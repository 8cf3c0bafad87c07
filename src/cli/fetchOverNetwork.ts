import type { Fetch } from '../tracking/http';

/** What goes over the network is loaded with the first request: a run that is recorded offline makes none. */
export const fetchOverNetwork: Fetch = async (url, request) => {
  const { environmentFetch } = await import('../tracking/environmentFetch');
  return environmentFetch(url, request);
};
