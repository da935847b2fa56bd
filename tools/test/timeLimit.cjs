jest.setTimeout(globalThis.TEST_TIME_LIMIT);
