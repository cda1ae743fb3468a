-- Notes how often an entry was tried, so that another reader goes on counting, where the reader's place is ours.
-- KEYS stream, reader
-- ARGV token, group, consumer, id, tries
-- Gives 'lost' or 'held'
if redis.call('GET', KEYS[2]) ~= ARGV[1] then
  return {'lost'}
end
redis.call('XCLAIM', KEYS[1], ARGV[2], ARGV[3], 0, ARGV[4], 'RETRYCOUNT', ARGV[5], 'JUSTID')
return {'held'}
