-- The guards of the till on Postgres. Statements are parted by lines of "-- next".
CREATE FUNCTION clubdesk_move_stock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products SET stock = stock + NEW.quantity WHERE id = NEW.product_id;
    RETURN NULL;
END $$
-- next
CREATE TRIGGER cash_moves_unchanged BEFORE UPDATE ON cash_moves
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('what moved cash is never changed')
-- next
CREATE TRIGGER cash_moves_stay BEFORE DELETE ON cash_moves
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('what moved cash is never deleted')
-- next
CREATE TRIGGER order_cancels_unchanged BEFORE UPDATE ON order_cancels
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a cancel is never changed')
-- next
CREATE TRIGGER order_cancels_stay BEFORE DELETE ON order_cancels
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a cancel is never deleted')
-- next
CREATE TRIGGER stock_moves_unchanged BEFORE UPDATE ON stock_moves
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a move of the stock is never changed')
-- next
CREATE TRIGGER stock_moves_stay BEFORE DELETE ON stock_moves
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a move of the stock is never deleted')
-- next
CREATE TRIGGER order_lines_unchanged BEFORE UPDATE ON order_lines
FOR EACH ROW WHEN (NEW.cancelled < OLD.cancelled OR (NEW.order_id, NEW.position, NEW.product_id, NEW.name, NEW.choices, NEW.quantity, NEW.unit_minor, NEW.points, NEW.tax_rate, NEW.cost_minor, NEW.kitchen, NEW.took)
    IS DISTINCT FROM (OLD.order_id, OLD.position, OLD.product_id, OLD.name, OLD.choices, OLD.quantity, OLD.unit_minor, OLD.points, OLD.tax_rate, OLD.cost_minor, OLD.kitchen, OLD.took))
EXECUTE FUNCTION clubdesk_refuse('a line of an order is only cancelled')
-- next
CREATE TRIGGER order_lines_stay BEFORE DELETE ON order_lines
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a line of an order is never deleted')
-- next
CREATE TRIGGER orders_unchanged BEFORE UPDATE ON orders
FOR EACH ROW WHEN ((NEW.till_id, NEW.number, NEW.shift_id, NEW.at, NEW.session_id, NEW.total_minor, NEW.points, NEW.balance_minor, NEW.cash_minor, NEW.card_minor, NEW.transaction_id)
    IS DISTINCT FROM (OLD.till_id, OLD.number, OLD.shift_id, OLD.at, OLD.session_id, OLD.total_minor, OLD.points, OLD.balance_minor, OLD.cash_minor, OLD.card_minor, OLD.transaction_id))
EXECUTE FUNCTION clubdesk_refuse('what an order cost is never changed')
-- next
CREATE TRIGGER orders_stay_cancelled BEFORE UPDATE ON orders
FOR EACH ROW WHEN (OLD.state = 'cancelled' AND NEW.state <> OLD.state)
EXECUTE FUNCTION clubdesk_refuse('nothing leaves cancelled')
-- next
CREATE TRIGGER orders_stay BEFORE DELETE ON orders
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('an order is never deleted')
-- next
CREATE TRIGGER card_payments_stay BEFORE DELETE ON card_payments
FOR EACH ROW EXECUTE FUNCTION clubdesk_refuse('a card payment is never deleted')
-- next
CREATE TRIGGER stock_moves_count AFTER INSERT ON stock_moves
FOR EACH ROW EXECUTE FUNCTION clubdesk_move_stock()
