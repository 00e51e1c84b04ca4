// Who gets due reminders from the topic, by the params of serverless.yml.
import { expect, test } from '@jest/globals';
import { reminderEmailSubscription, reminderHttpsSubscription } from '../../scripts/deploy/subscriptions.ts';
import { contextOf } from '../support/settings-context.ts';

const RedrivePolicy = {
  deadLetterTargetArn: { 'Fn::GetAtt': ['SubscriptionDeadLetterQueue', 'Arn'] },
};

test('without params nobody is subscribed', async () => {
  expect(await reminderEmailSubscription(contextOf({}))).toBeNull();
  expect(await reminderHttpsSubscription(contextOf({}))).toBeNull();
});

test('an address is subscribed by e-mail, and what cannot be delivered goes to the queue for subscriptions', async () => {
  expect(await reminderEmailSubscription(contextOf({ reminderEmail: ' a@example.com ' }))).toEqual({
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'RemindersDueTopic' },
      Protocol: 'email',
      Endpoint: 'a@example.com',
      RedrivePolicy,
    },
  });
});

test('an https URL is subscribed, and what cannot be delivered goes to the queue for subscriptions', async () => {
  const reminderHttpsUrl = 'https://hooks.example.com/reminders?key=1';
  expect(await reminderHttpsSubscription(contextOf({ reminderHttpsUrl }))).toEqual({
    Type: 'AWS::SNS::Subscription',
    Properties: {
      TopicArn: { Ref: 'RemindersDueTopic' },
      Protocol: 'https',
      Endpoint: reminderHttpsUrl,
      RedrivePolicy,
    },
  });
});

test.each([
  'http://hooks.example.com/reminders',
  'hooks.example.com',
  'https://',
  'https://user:password@hooks.example.com/',
  'https://hooks.example.com:99999/',
  'https://hooks.example.com/#part',
  'https://hooks.example.com/a b',
])('the URL %s is refused', async (reminderHttpsUrl) => {
  const asked = reminderHttpsSubscription(contextOf({ reminderHttpsUrl }));
  await expect(asked).rejects.toThrow('param reminderHttpsUrl must be an https URL');
});

test.each(['a', 'a@', '@example.com', 'a@example.com, b@example.com', 'a@example.com;b@example.com'])(
  'the address %s is refused',
  async (reminderEmail) => {
    const asked = reminderEmailSubscription(contextOf({ reminderEmail }));
    await expect(asked).rejects.toThrow('param reminderEmail must be one e-mail address');
  },
);
