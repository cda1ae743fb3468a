-- Keeps the place of the node that reads the channels, or takes it where nobody has it, and marks how far it is.
-- KEYS reader
-- ARGV token, milliseconds that the place is kept, channel for marks, mark
-- Gives whether the place is ours
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return {0}
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return {1}
