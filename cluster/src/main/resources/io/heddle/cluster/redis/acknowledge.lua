-- Acknowledges entries that their rooms have, and deletes them.
-- KEYS stream
-- ARGV group, ids
-- Gives how many there were
redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
return {redis.call('XDEL', KEYS[1], unpack(ARGV, 2))}
