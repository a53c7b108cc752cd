import "server-only";
import { instanceId } from "@/lib/config/instance";
import { type BusRelay, bus } from "./bus";
import type { RedisConnections } from "./redis";

const prefix = "verbatim:bus:";

/** The words of the bus to all other processes and back, through Redis. What is said while Redis is away is lost, as the bus allows. */
export function redisRelay({ commands, subscriber }: Pick<RedisConnections, "commands" | "subscriber">): BusRelay {
  const heard = new Set<string>();
  const onMessage = (message: string, channel: string) => {
    const cut = message.indexOf(" ");
    // Redis gives back what was said here, too.
    if (message.slice(0, cut) !== instanceId()) bus().deliver(channel.slice(prefix.length), message.slice(cut + 1));
  };
  return {
    publish(channel, message) {
      commands.publish(prefix + channel, `${instanceId()} ${message}`).catch(() => {});
    },
    listen(channels) {
      for (const channel of channels) {
        if (heard.has(channel)) continue;
        heard.add(channel);
        subscriber.subscribe(prefix + channel, onMessage).catch(() => heard.delete(channel));
      }
      for (const channel of heard) {
        if (channels.has(channel)) continue;
        heard.delete(channel);
        subscriber.unsubscribe(prefix + channel).catch(() => {});
      }
    },
  };
}
