const MINUTE = 60_000;

/** A folder of tests. Those that start real parts need minutes a test; the others show soon when they hang. */
const project = (name, timeLimit, more = {}) => ({
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
    testEnvironment: "node",
    // Types are checked by tsc, once for all.
    transform: { "^.+\\.tsx?$": ["ts-jest", { transpilation: true }] },
    // The programs in stacks/ import the package by its name, as others do; tests mean the sources.
    moduleNameMapper: {
        "^@seesaw/blue-green$": "<rootDir>/index.ts",
        "^@seesaw/blue-green/(aws|client|haproxy|images|kubernetes|release)$": "<rootDir>/components/$1/index.ts",
    },
    modulePathIgnorePatterns: ["<rootDir>/examples/.*/build/", "<rootDir>/artifacts/"],
    // jest takes a testTimeout for all projects only, so each has its own through a global.
    globals: { TEST_TIME_LIMIT: timeLimit },
    setupFilesAfterEnv: ["<rootDir>/tools/test/timeLimit.cjs"],
    ...more,
});

const CLUSTER = {
    globalSetup: "<rootDir>/tools/test/clusterUp.mjs",
    globalTeardown: "<rootDir>/tools/test/clusterDown.mjs",
};

export default {
    maxWorkers: 2,
    projects: [
        project("unit", MINUTE),
        project("components", MINUTE),
        project("contract", 2 * MINUTE),
        project("emulator", 2 * MINUTE),
        project("engine", 5 * MINUTE),
        project("dataplane", 5 * MINUTE),
        project("aws", 8 * MINUTE),
        project("cluster", 8 * MINUTE, CLUSTER),
        project("clusterFaults", 8 * MINUTE, CLUSTER),
        project("browser", 5 * MINUTE),
    ],
};
