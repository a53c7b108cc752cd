/** Where the journeys' provider listens. */
export const fakePort = Number(process.env.FAKE_PORT ?? 4810);
export const fakeAddress = `127.0.0.1:${fakePort}`;
