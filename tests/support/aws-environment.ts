// Sets what the SDK reads of the environment in tests: a region, and the keys under which the test's tables are made.
Object.assign(process.env, {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
});
